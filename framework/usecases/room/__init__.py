"""What concerns a room alone, beside steering it (`framework.usecases.facilitation`)."""
