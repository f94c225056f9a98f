"""Parts of the screen that carries audits."""
