"""Texts about model names and the commands that list and edit them."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    "model_ref_empty": Text(
        "error",
        "A model is named provider/model, or by an alias.",
        "模型应写作 provider/model 或别名。",
        "openclaw models list --all",
    ),
    "model_provider_unknown": Text(
        "warning",
        "{provider} is not a known provider; it is set all the same.{nearest}",
        "未知的提供方 {provider}；仍按要求设置。{nearest}",
        "openclaw config set models.providers.{provider}.baseUrl <url>",
    ),
    "model_provider_unready": Text(
        "warning",
        "{provider} has no credential that can be used now.",
        "{provider} 目前没有可用的凭据。",
        "openclaw models auth add --provider {provider}",
    ),
    "models_none": Text("info", "No models found.", "没有找到模型。", "openclaw models list --all"),
    "models_column_model": Text("info", "Model", "模型"),
    "models_column_input": Text("info", "Input", "输入"),
    "models_column_context": Text("info", "Ctx", "上下文"),
    "models_column_usable": Text("info", "Auth", "凭据"),
    "models_column_tags": Text("info", "Tags", "标签"),
    "yes": Text("info", "yes", "有"),
    "no": Text("info", "no", "无"),
    "none": Text("info", "none", "无"),
    "model_config_updated": Text("info", "Updated {file}", "已更新 {file}"),
    "model_config_unchanged": Text("info", "Nothing to change.", "无需更改。"),
    "model_default_set": Text("info", "Default model: {model}", "默认模型：{model}"),
    "model_image_set": Text("info", "Image model: {model}", "图像模型：{model}"),
    "model_fallbacks": Text("info", "Fallbacks: {models}", "备用模型：{models}"),
    "model_image_fallbacks": Text("info", "Image fallbacks: {models}", "备用图像模型：{models}"),
    "fallback_unknown": Text(
        "error",
        "Fallback not found: {model}.{nearest}",
        "备用模型中没有 {model}。{nearest}",
        "openclaw models fallbacks list",
    ),
    "image_fallback_unknown": Text(
        "error",
        "Image fallback not found: {model}.{nearest}",
        "备用图像模型中没有 {model}。{nearest}",
        "openclaw models image-fallbacks list",
    ),
    "fallbacks_cleared": Text("info", "Fallback list cleared.", "已清空备用模型。"),
    "image_fallbacks_cleared": Text("info", "Image fallback list cleared.", "已清空备用图像模型。"),
    "alias_set": Text("info", "Alias {alias} -> {model}", "别名 {alias} -> {model}"),
    "alias_removed": Text("info", "Removed alias {alias}", "已移除别名 {alias}"),
    "aliases_none": Text(
        "info",
        "No aliases configured.",
        "没有配置别名。",
    ),
    "alias_empty": Text("error", "Alias cannot be empty.", "别名不能为空。"),
    "alias_characters": Text(
        "error",
        "Alias must use letters, numbers, dots, underscores, colons, or dashes.",
        "别名只能使用字母、数字、点、下划线、冒号和连字符。",
    ),
    "alias_taken": Text(
        "error",
        "Alias {alias} already points to {model}.",
        "别名 {alias} 已指向 {model}。",
        "openclaw models aliases remove {alias}",
    ),
    "alias_unknown": Text(
        "error",
        "Alias not found: {alias}.{nearest}",
        "没有别名 {alias}。{nearest}",
        "openclaw models aliases list",
    ),
    "alias_builtin": Text(
        "error",
        "Alias {alias} is built in and cannot be removed; it can point elsewhere.",
        "别名 {alias} 是内置的，不能移除；可以改指其他模型。",
        "openclaw models aliases add {alias} <provider/model>",
    ),
}
