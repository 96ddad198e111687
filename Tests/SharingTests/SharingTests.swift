import Sharing
import Testing

@Suite struct SharingTests {}
