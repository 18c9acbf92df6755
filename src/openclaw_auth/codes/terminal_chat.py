"""Texts of chat at a terminal, and of images that go with a message."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    "chat_waiting": Text(
        "info",
        "Another answer is under way in this session; yours comes next.",
        "本会话正在应答另一条消息，随后轮到这一条。",
    ),
    "chat_leave_how": Text(
        "info",
        "Ctrl-C again or Ctrl-D leaves.",
        "再按一次 Ctrl-C 或按 Ctrl-D 退出。",
    ),
    "chat_keys": Text(
        "info",
        "Tab completes. A line that ends with \\ goes on, and so does Alt-Enter; a paste is one "
        "message. ↑ brings back what you said.",
        "Tab 补全。行尾加 \\ 或按 Alt-Enter 可换行；粘贴的内容作为一条消息。↑ 调出之前的输入。",
    ),
    "chat_images_go": Text(
        "info",
        "{count} image(s) go with the next message.",
        "{count} 张图片将随下一条消息发送。",
    ),
    "chat_image_unreadable": Text(
        "error",
        "The image {path} cannot be read: {error}.",
        "无法读取图片 {path}：{error}。",
        "ls -l {path}",
    ),
    "chat_image_type": Text(
        "error",
        "{path} is no PNG, JPEG, GIF or WebP image.",
        "{path} 不是 PNG、JPEG、GIF 或 WebP 图片。",
        "file {path}",
    ),
    "chat_image_size": Text(
        "error",
        "{path} has {size} MB; an image may have {most} MB.",
        "{path} 大小为 {size} MB；每张图片最多 {most} MB。",
        "make it smaller, e.g. convert {path} -resize 1568x1568 smaller.jpg",
        "请缩小图片，例如：convert {path} -resize 1568x1568 smaller.jpg",
    ),
    "chat_images_too_many": Text(
        "error",
        "{count} images with {size} MB are too much for one message: {most} images with "
        "{most_size} MB together.",
        "一条消息放不下 {count} 张共 {size} MB 的图片：最多 {most} 张，合计 {most_size} MB。",
        "openclaw chat --image FILE --message 'What is this?'",
    ),
}
