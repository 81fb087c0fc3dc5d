"""`/epcis/v2/`: the door of the repository for other systems, after GS1's OpenAPI of EPCIS 2.0."""
