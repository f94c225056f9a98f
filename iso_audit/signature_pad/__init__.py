"""The signature pad: plain JavaScript and CSS, put together without a build step."""
