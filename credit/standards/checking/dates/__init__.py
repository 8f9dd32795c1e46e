"""日期: what must come before what."""
