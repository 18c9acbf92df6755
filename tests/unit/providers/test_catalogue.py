import subprocess
import sys

import pytest

from openclaw_auth.providers.catalogue import default_model, load_catalogue

CATALOGUE = load_catalogue()


def test_a_provider_is_found_by_id_old_spelling_and_alias():
    assert CATALOGUE.get(" Z.AI ").id == "zai"
    assert CATALOGUE.get("bedrock").id == "amazon-bedrock"
    assert CATALOGUE.get("nosuch") is None


def test_env_names_are_in_the_order_of_precedence():
    assert CATALOGUE.env_names("anthropic") == ("ANTHROPIC_OAUTH_TOKEN", "ANTHROPIC_API_KEY")
    assert CATALOGUE.env_names("zai") == ("ZAI_API_KEY", "Z_AI_API_KEY")
    assert CATALOGUE.env_names("nosuch") == ()


def test_an_oauth_variable_holds_a_static_token():
    anthropic = CATALOGUE.get("anthropic")
    assert anthropic.env_type("ANTHROPIC_OAUTH_TOKEN") == "token"
    assert anthropic.env_type("ANTHROPIC_API_KEY") == "api_key"


@pytest.mark.parametrize(
    ("typed", "meant"), [("antropic", "anthropic"), ("opnerouter", "openrouter"), ("zia", "zai")]
)
def test_a_mistyped_name_finds_its_neighbour(typed, meant):
    assert meant in CATALOGUE.nearest(typed)


def test_nothing_is_near_to_nonsense():
    assert CATALOGUE.nearest("qqqqqqqq") == ()


@pytest.mark.parametrize(
    ("provider", "dialect", "url"),
    [
        ("anthropic", "anthropic-messages", "https://api.anthropic.com/v1/messages"),
        (
            "anthropic",
            "anthropic-count-tokens",
            "https://api.anthropic.com/v1/messages/count_tokens",
        ),
        ("openai", "openai-completions", "https://api.openai.com/v1/chat/completions"),
        ("openai", "openai-responses", "https://api.openai.com/v1/responses"),
        ("openai", "openai-embeddings", "https://api.openai.com/v1/embeddings"),
        (
            "google",
            "openai-completions",
            "https://generativelanguage.googleapis.com/v1beta/openai/chat/completions",
        ),
        ("openai-codex", "openai-responses", "https://chatgpt.com/backend-api/codex/responses"),
        ("zai", "anthropic-messages", "https://api.z.ai/api/anthropic/v1/messages"),
        ("kimi-coding", "openai-completions", "https://api.kimi.com/coding/v1/chat/completions"),
        ("perplexity", "openai-completions", "https://api.perplexity.ai/chat/completions"),
    ],
)
def test_addresses_join_as_the_vendors_document_them(provider, dialect, url):
    assert CATALOGUE.get(provider).url(dialect) == url


def test_an_address_is_found_by_its_path_too():
    assert CATALOGUE.get("groq").address("/responses") == "https://api.groq.com/openai/v1/responses"
    assert CATALOGUE.get("openai-codex").address("/chat/completions") is None


def test_codex_speaks_responses_only():
    codex = CATALOGUE.get("openai-codex")
    assert codex.offers("openai-responses")
    assert not codex.offers("openai-completions")
    assert not codex.offers("anthropic-messages")


def test_placeholders_are_filled_from_the_profile():
    url = CATALOGUE.get("cloudflare-ai-gateway").url(
        "anthropic-messages", {"accountId": "acc", "gatewayId": "gw"}
    )
    assert url == "https://gateway.ai.cloudflare.com/v1/acc/gw/anthropic/v1/messages"


@pytest.mark.parametrize(
    ("provider", "code"),
    [
        ("github-copilot", "provider_requires_vendor_client"),
        ("google-gemini-cli", "provider_terms_forbid"),
        ("google-antigravity", "provider_terms_forbid"),
        ("qwen-portal", "provider_service_ended"),
        ("amazon-bedrock", "provider_signing_not_built"),
        ("google-vertex", "provider_signing_not_built"),
        ("elevenlabs", "provider_no_text_dialect"),
        ("azure-openai-responses", "provider_needs_base_url"),
    ],
)
def test_what_is_not_called_says_why(provider, code):
    found = CATALOGUE.get(provider)
    assert not found.callable
    assert found.blocked.code == code


def test_billing_classes():
    assert CATALOGUE.get("anthropic").billing_class("token") == "subscription"
    assert CATALOGUE.get("anthropic").billing_class("api_key") == "metered"
    assert CATALOGUE.get("openai-codex").billing_class("oauth") == "subscription"
    assert CATALOGUE.get("ollama").billing_class("api_key") == "free"


def test_a_default_model_names_its_provider():
    assert default_model("openrouter") == "openrouter/auto"
    assert default_model("groq") is None


def custom(**providers):
    return load_catalogue().with_custom(providers)


def test_a_custom_provider_speaks_what_its_api_names():
    catalogue = custom(
        acme={"baseUrl": "http://127.0.0.1:9/v1", "api": "openai-completions"},
        mine={"baseUrl": "https://proxy.test/v1", "api": "anthropic-messages"},
    )
    acme, mine = catalogue.get("acme"), catalogue.get("mine")
    assert acme.url("openai-responses") == "http://127.0.0.1:9/v1/responses"
    assert not acme.offers("anthropic-messages")
    assert mine.url("anthropic-messages") == "https://proxy.test/v1/messages"
    assert "acme" in catalogue.ids()
    assert "acme" not in load_catalogue().ids()


def test_a_catalogue_never_changes():
    first = custom(acme={"baseUrl": "https://x.test"})
    second = first.with_custom({"other": {"baseUrl": "https://y.test"}})
    assert first.get("other") is None
    assert second.get("acme").url("openai-completions") == "https://x.test/chat/completions"
    assert set(second.configured()) == {"acme", "other"}


def test_a_base_url_is_not_doubled():
    catalogue = custom(a={"baseUrl": "https://x.test/v1/chat/completions/"})
    assert catalogue.get("a").url("openai-completions") == "https://x.test/v1/chat/completions"


def test_an_override_replaces_every_endpoint():
    zai = custom(**{"z.ai": {"baseUrl": "https://proxy.test/v1"}}).get("zai")
    assert zai.url("openai-completions") == "https://proxy.test/v1/chat/completions"
    assert not zai.offers("anthropic-messages"), "a proxy is not gone around"
    assert zai.env == ("ZAI_API_KEY", "Z_AI_API_KEY")


def test_an_entry_without_base_url_keeps_the_known_endpoints():
    groq = custom(groq={"apiKey": "k", "models": [{"id": "m"}]}).get("groq")
    assert groq.url("openai-completions") == "https://api.groq.com/openai/v1/chat/completions"
    assert groq.models == [{"id": "m"}]


def test_models_of_another_api_open_their_dialect():
    both = custom(
        a={"baseUrl": "https://x.test", "models": [{"id": "m", "api": "anthropic-messages"}]}
    ).get("a")
    assert both.offers("openai-completions")
    assert both.url("anthropic-messages") == "https://x.test/v1/messages"


def test_a_native_google_address_is_reached_by_its_compatible_endpoint():
    google = custom(google={"baseUrl": "https://g.test/v1beta", "api": "google-generative-ai"}).get(
        "google"
    )
    assert google.url("openai-completions") == "https://g.test/v1beta/openai/chat/completions"


def test_azure_is_callable_once_it_has_an_address():
    azure = custom(**{"azure-openai-responses": {"baseUrl": "https://r.test/openai/v1"}}).get(
        "azure-openai-responses"
    )
    assert azure.callable
    assert azure.url("openai-responses") == "https://r.test/openai/v1/responses"


def test_what_is_left_out_stays_left_out_whatever_the_config_says():
    assert (
        not custom(**{"github-copilot": {"baseUrl": "https://x.test"}})
        .get("github-copilot")
        .callable
    )


def test_a_service_that_ended_is_gone_only_where_it_was():
    elsewhere = custom(qwen={"baseUrl": "https://dashscope.test/v1"}).get("qwen")
    assert elsewhere.callable
    assert elsewhere.url("openai-completions") == "https://dashscope.test/v1/chat/completions"
    assert not custom(qwen={"baseUrl": "https://portal.qwen.ai/v1"}).get("qwen").callable


def test_configured_headers_are_not_shown():
    assert "hush" not in repr(custom(a={"baseUrl": "https://x", "headers": {"k": "hush"}}).get("a"))


def test_the_catalogue_imports_nothing_that_the_status_path_forbids():
    code = (
        "import sys; from openclaw_auth.providers.catalogue import load_catalogue;"
        "load_catalogue().get('anthropic').blocked;"
        "bad = {'dataclasses','pathlib','typing','asyncio','logging','tempfile','secrets',"
        "'subprocess','ssl','urllib','difflib'} & set(sys.modules); print(sorted(bad))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
