"""Text that breaks makers of PDF, HTML or XML documents when it is taken for markup."""

HOSTILE = [
    "x <b y",
    "<b>không đóng",
    "lẻ loi </b>",
    "<!-- chú thích",
    '<font color="nosuch">màu</font>',
    '<img src="/etc/hostname"/>',
    '<img src="http://example.invalid/x.png"/>',
    '<a href="javascript:alert(1)">bấm</a>',
    '<font size="9999">to</font>',
    "<script>alert(1)</script>",
    "<?php echo 1 ?>",
    "a & b &amp; c < d > e",
    "\\ ( ) [ ] { } % $ #",
]
