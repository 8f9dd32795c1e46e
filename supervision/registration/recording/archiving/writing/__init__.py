"""写入: identifiers, names and the version of the registration facts."""
