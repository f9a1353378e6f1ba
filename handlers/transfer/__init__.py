"""Tips that go elsewhere: to another unit, or to a body outside of the service."""
