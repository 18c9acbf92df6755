"""The catalogue of model providers: data and its typed loader."""
