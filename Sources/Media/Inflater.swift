import CWorkbook

/// Inflates raw deflate streams one after another, in pieces of 32 KB.
///
/// `@unchecked Sendable`: it belongs to one filter, which one task uses.
final class Inflater: @unchecked Sendable {
    private static let piece = 32_768

    // zlib remembers where its stream lies.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var isReady = false
    /// Packed bytes taken since `begin`.
    private(set) var taken = 0

    init() {
        stream.initialize(to: z_stream())
        isReady = kinbox_inflate_start(stream) == Z_OK
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func begin() {
        taken = 0
        isReady = isReady && inflateReset(stream) == Z_OK
    }

    /// Whether the stream ended in these bytes; `taken` tells where.
    func take(_ packed: ArraySlice<UInt8>, _ each: (ArraySlice<UInt8>) throws(MediaFault) -> Void) throws(MediaFault) -> Bool {
        guard isReady else { throw .damaged }
        var out = [UInt8](repeating: 0, count: Self.piece)
        var rest = packed
        while true {
            var code: Int32 = Z_OK
            var made = 0, used = 0
            rest.withUnsafeBufferPointer { input in
                out.withUnsafeMutableBufferPointer { output in
                    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                    stream.pointee.avail_in = UInt32(input.count)
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(output.count)
                    code = inflate(stream, Z_NO_FLUSH)
                    used = input.count - Int(stream.pointee.avail_in)
                    made = output.count - Int(stream.pointee.avail_out)
                }
            }
            guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw .damaged }
            taken += used
            rest = rest.dropFirst(used)
            if made > 0 { try each(out[..<made]) }
            if code == Z_STREAM_END { return true }
            if made < Self.piece, rest.isEmpty { return false }
            if made == 0, used == 0 { return false }
        }
    }
}
