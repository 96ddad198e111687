// Byte pointers for C functions that take no null. The buffers come from Swift and are never empty where these are used;
// for an empty one they give an address that is not looked at.

extension UnsafeRawBufferPointer {
    @inline(__always)
    var octets: UnsafePointer<UInt8> {
        guard let base = baseAddress else { return UnsafePointer(bitPattern: 1).unsafelyUnwrapped }
        return base.assumingMemoryBound(to: UInt8.self)
    }
}

extension UnsafeMutableRawBufferPointer {
    @inline(__always)
    var octets: UnsafeMutablePointer<UInt8> {
        guard let base = baseAddress else { return UnsafeMutablePointer(bitPattern: 1).unsafelyUnwrapped }
        return base.assumingMemoryBound(to: UInt8.self)
    }
}
