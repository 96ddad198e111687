import CWorkbook

/// Writes a zip archive of deflated entries into memory, always with the same bytes for the same content: the time
/// stamps are the first moment a zip can tell.
struct ZipWriter {
    private var out: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    mutating func add(_ name: String, _ content: [UInt8]) throws(WorkbookFault) {
        let packed = try ZipWriter.deflate(content)
        let start = out.count
        var common: [UInt8] = []
        ZipWriter.put(20, 2, &common)
        // Bit 11: the name is UTF-8.
        ZipWriter.put(0x800, 2, &common)
        ZipWriter.put(8, 2, &common)
        ZipWriter.put(0, 2, &common)
        ZipWriter.put(0x21, 2, &common)
        ZipWriter.put(Int(ZipReader.checksum(content)), 4, &common)
        ZipWriter.put(packed.count, 4, &common)
        ZipWriter.put(content.count, 4, &common)
        ZipWriter.put(name.utf8.count, 2, &common)
        ZipWriter.put(0, 2, &common)
        ZipWriter.put(0x0403_4B50, 4, &out)
        out += common
        out += Array(name.utf8)
        out += packed
        ZipWriter.put(0x0201_4B50, 4, &directory)
        ZipWriter.put(20, 2, &directory)
        directory += common
        ZipWriter.put(0, 10, &directory)
        ZipWriter.put(start, 4, &directory)
        directory += Array(name.utf8)
        count += 1
    }

    consuming func finish() -> [UInt8] {
        let start = out.count
        let size = directory.count
        out += directory
        ZipWriter.put(0x0605_4B50, 4, &out)
        ZipWriter.put(0, 4, &out)
        ZipWriter.put(count, 2, &out)
        ZipWriter.put(count, 2, &out)
        ZipWriter.put(size, 4, &out)
        ZipWriter.put(start, 4, &out)
        ZipWriter.put(0, 2, &out)
        return out
    }

    private static func put(_ value: Int, _ bytes: Int, _ out: inout [UInt8]) {
        for index in 0..<bytes { out.append(index < 8 ? UInt8(truncatingIfNeeded: value >> (8 * index)) : 0) }
    }

    private static func deflate(_ content: [UInt8]) throws(WorkbookFault) -> [UInt8] {
        var stream = z_stream()
        guard kinbox_deflate_start(&stream) == Z_OK else { throw WorkbookFault(.cannotWrite) }
        defer { deflateEnd(&stream) }
        var out = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(content.count))))
        var code: Int32 = Z_OK
        content.withUnsafeBufferPointer { input in
            out.withUnsafeMutableBufferPointer { output in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                code = CWorkbook.deflate(&stream, Z_FINISH)
            }
        }
        guard code == Z_STREAM_END else { throw WorkbookFault(.cannotWrite) }
        out.removeLast(out.count - Int(stream.total_out))
        return out
    }
}
