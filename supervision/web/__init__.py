"""The web shell: application factory, layout, component macros, navigation. It knows no slice."""
