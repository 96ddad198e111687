import CWorkbook

/// Unpacks what tools/pack-assets gzipped.
enum Gunzip {
    /// The plain bytes of a gzip file of `size` plain bytes. Both come from the binary itself, so anything else is a fault of its build.
    static func whole(_ packed: UnsafeRawBufferPointer, size: Int) -> [UInt8] {
        var stream = z_stream()
        guard kinbox_gunzip_start(&stream) == Z_OK else { fatalError("No memory to unpack an embedded file") }
        defer { inflateEnd(&stream) }
        return [UInt8](unsafeUninitializedCapacity: size) { output, count in
            stream.next_in = UnsafeMutablePointer(mutating: packed.bindMemory(to: UInt8.self).baseAddress)
            stream.avail_in = UInt32(packed.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(size)
            precondition(inflate(&stream, Z_FINISH) == Z_STREAM_END && Int(stream.total_out) == size, "An embedded file is damaged")
            count = size
        }
    }
}
