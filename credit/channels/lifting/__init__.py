"""A receiver as a holder: told to lift, it confirms when the receipt came."""
