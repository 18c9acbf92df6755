// @ts-check
// The page's own words. What a credential's state means comes from the gateway, in both languages.
import { BOARD_WORDS } from "./board_words.js";
import { CHAT_WORDS } from "./chat_words.js";
import { signal } from "./vendor/signals.js";

/** @typedef {"en" | "zh"} Lang */

const KEPT_AS = "openclaw-auth.lang";

/** @type {Record<string, [string, string]>} */
const WORDS = {
  ...BOARD_WORDS,
  ...CHAT_WORDS,
  title: ["Credentials", "凭据"],
  other_language: ["中文", "English"],
  theme: ["Theme: {theme}", "主题：{theme}"],
  theme_auto: ["automatic", "自动"],
  theme_light: ["light", "浅色"],
  theme_dark: ["dark", "深色"],
  sign_out: ["Forget token", "清除令牌"],
  live: ["live", "实时"],
  connecting: ["connecting …", "连接中…"],
  lost: ["no connection, trying again", "连接中断，正在重试"],
  gate_title: ["This gateway’s token", "本网关的令牌"],
  gate_text: [
    "Enter it once. It stays in this tab and goes only to this gateway.",
    "只需输入一次。它仅保留在此标签页中，只发送给本网关。",
  ],
  gate_command: ["It is the output of", "可用此命令查看"],
  gate_field: ["Token", "令牌"],
  gate_enter: ["Open", "打开"],
  gate_wrong: ["That is not this gateway’s token.", "这不是本网关的令牌。"],
  gate_unreachable: ["The gateway does not answer.", "网关没有响应。"],
  agent: ["Agent", "智能体"],
  primary: ["Model in use", "使用中的模型"],
  fallbacks: ["then", "其次"],
  explain: ["Explain", "解释"],
  explain_title: ["Who answers for a model, and why", "某个模型由谁应答，以及原因"],
  explain_model: ["Model (provider/model)", "模型（provider/model）"],
  explain_ask: ["Show", "显示"],
  explain_first: ["serves the next request", "处理下一个请求"],
  explain_none: ["Nothing is usable for this model.", "没有可用于此模型的凭据。"],
  add: ["Add a credential", "添加凭据"],
  add_short: ["Add", "添加"],
  add_login: ["Log in", "登录"],
  add_key: ["API key", "API 密钥"],
  add_token: ["Token", "令牌"],
  add_how: ["How", "方式"],
  provider: ["Provider", "提供方"],
  choose: ["Choose …", "请选择…"],
  profile_id: ["Profile id (optional)", "凭据 ID（可选）"],
  secret_key: ["API key", "API 密钥"],
  secret_token: ["Token", "令牌"],
  secret_note: ["Stored on the gateway’s host. Never shown again.", "保存在网关主机上，不会再次显示。"],
  expires_days: ["Ends in how many days (optional)", "多少天后到期（可选）"],
  store: ["Store", "保存"],
  store_anyway: ["Store it all the same", "仍然保存"],
  device: ["By a code for another device", "使用其他设备上的代码"],
  start_login: ["Start the login", "开始登录"],
  no_logins: [
    "No provider with a login is set up. Keys and tokens can be pasted.",
    "尚未配置支持登录的提供方。可以粘贴密钥和令牌。",
  ],
  login_open: ["Open this address and agree:", "打开此地址并授权："],
  login_open_link: ["Open the provider’s page", "打开提供方页面"],
  login_code: ["Enter this code there:", "在那里输入此代码："],
  login_paste: [
    "If the browser ends at an address that does not load, paste that whole address here",
    "如果浏览器停在无法加载的地址，请将完整地址粘贴到这里",
  ],
  login_send: ["Send", "发送"],
  login_waiting: ["Waiting for the provider …", "正在等待提供方…"],
  login_stored: ["Logged in: {profile}", "已登录：{profile}"],
  login_cancelled: ["The login was cancelled.", "登录已取消。"],
  cancel: ["Cancel", "取消"],
  close: ["Close", "关闭"],
  copy: ["Copy", "复制"],
  copied: ["Copied", "已复制"],
  next: ["next", "下一个"],
  order_store_order: ["your order", "自定义顺序"],
  order_config_order: ["order from the config", "配置中的顺序"],
  order_config_profiles: ["profiles from the config", "配置中的凭据"],
  order_round_robin: ["taking turns", "轮流使用"],
  order_pin: ["pinned", "已固定"],
  order_clear: ["Take turns again", "恢复轮流使用"],
  move_up: ["Move {profile} up", "上移 {profile}"],
  move_down: ["Move {profile} down", "下移 {profile}"],
  drag: ["Drag to reorder", "拖动以调整顺序"],
  clear_cooldown: ["Use it again now", "立即恢复使用"],
  use_too: ["Use it too", "也使用它"],
  login_again: ["Log in again", "重新登录"],
  replace: ["Replace", "更换"],
  remove: ["Remove", "移除"],
  remove_sure: ["Remove {profile}? For 24 hours it can be brought back.", "移除 {profile}？24 小时内可以恢复。"],
  undo: ["Undo", "撤销"],
  state_ready: ["ready", "可用"],
  state_trying: ["being tried", "试用中"],
  state_resting: ["resting", "冷却中"],
  state_aside: ["set aside", "未启用"],
  state_dead: ["not usable", "不可用"],
  type_api_key: ["API key", "API 密钥"],
  type_token: ["token", "令牌"],
  type_oauth: ["login", "登录"],
  kind_env: ["environment", "环境变量"],
  kind_config: ["config", "配置文件"],
  billing_subscription: ["subscription", "订阅"],
  billing_metered: ["paid by use", "按量付费"],
  billing_free: ["free", "免费"],
  inherited: ["inherited from main", "继承自 main"],
  back_in: ["back in {left}", "{left} 后恢复"],
  ends_in: ["ends in {left}", "{left} 后到期"],
  ended_ago: ["ended {left} ago", "{left} 前已到期"],
  token_left: ["access {left} more", "访问令牌还有 {left}"],
  token_over: ["access token is over, renewed at the next use", "访问令牌已过期，下次使用时续期"],
  renew_yes: ["renews itself", "自动续期"],
  renew_no: ["cannot be renewed", "无法续期"],
  renew_unknown: ["the answer to the last renewal is lost", "上次续期的结果未知"],
  renew_rejected: ["renewal was refused", "续期被拒绝"],
  ok_banner: ["{model} is answered by {profile}.", "{model} 由 {profile} 应答。"],
  bad_banner: ["Nothing is usable for {model}.", "没有可用于 {model} 的凭据。"],
  fallback_banner: ["Nothing is usable for {model}: requests fall back to {fallback}.", "{model} 无可用凭据：请求将回退到 {fallback}。"],
  crossing: ["Requests that {from} would answer are paid by use: {to}.", "原由 {from} 应答的请求正在按量付费：{to}。"],
  crossings_today: ["Requests of today that were paid by use instead of by a subscription: {count}.", "今天有 {count} 个请求由订阅改为按量付费。"],
  a_subscription: ["a subscription", "订阅"],
  timeline: ["What ends in the next 60 days", "未来 60 天内到期"],
  timeline_today: ["today", "今天"],
  timeline_days: ["{n} days", "{n} 天"],
  findings: ["What doctor found", "doctor 的检查结果"],
  findings_counts: ["errors {error}, warnings {warning}, notes {info}", "错误 {error}，警告 {warning}，提示 {info}"],
  empty_title: ["No credential yet", "还没有凭据"],
  empty_text: ["Add one, and requests through this gateway use it at once.", "添加一个凭据，经过本网关的请求会立即使用它。"],
  failed: ["That did not work.", "操作失败。"],
  providers: ["Providers", "提供方"],
  more: ["Show all {count}", "显示全部 {count} 个"],
};

/** @returns {Lang} */
function preferred() {
  const kept = localStorage.getItem(KEPT_AS);
  if (kept === "en" || kept === "zh") return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The language that the page speaks. */
export const lang = signal(preferred());

/** Speak the other language, and remember it. */
export function switchLanguage() {
  lang.value = lang.value === "en" ? "zh" : "en";
  localStorage.setItem(KEPT_AS, lang.value);
}

/**
 * The words of a name, with `{parameters}` filled in.
 * @param {string} name
 * @param {Record<string, unknown>} [params]
 */
export function t(name, params = {}) {
  const words = WORDS[name];
  if (!words) return name;
  return words[lang.value === "zh" ? 1 : 0].replace(/\{(\w+)\}/g, (_, key) => String(params[key] ?? ""));
}
