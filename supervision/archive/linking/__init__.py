"""主体核对: which archive a row belongs to, asked of the data first and of a person where the data cannot say."""
