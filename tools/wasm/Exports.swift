// The door of the WebAssembly build: bytes in, bytes out. Compiled together with the engine by tools/build-wasm.

nonisolated(unsafe) private var engine = Engine()

/// Room for a request of so many bytes.
@_expose(wasm, "kinbox_take")
@_cdecl("kinbox_take")
public func kinboxTake(_ count: Int32) -> UnsafeMutablePointer<UInt8> {
    UnsafeMutablePointer<UInt8>.allocate(capacity: Int(count))
}

/// Frees the request and gives the answer: its length in four bytes, lowest first, then the answer.
@_expose(wasm, "kinbox_answer")
@_cdecl("kinbox_answer")
public func kinboxAnswer(_ request: UnsafeMutablePointer<UInt8>, _ count: Int32) -> UnsafeMutablePointer<UInt8> {
    let answer = engine.answer(Array(UnsafeBufferPointer(start: request, count: Int(count))))
    request.deallocate()
    let out = UnsafeMutablePointer<UInt8>.allocate(capacity: answer.count + 4)
    for place in 0..<4 { out[place] = UInt8(truncatingIfNeeded: answer.count >> (8 * place)) }
    for (place, byte) in answer.enumerated() { out[4 + place] = byte }
    return out
}

/// Frees an answer that was read.
@_expose(wasm, "kinbox_free")
@_cdecl("kinbox_free")
public func kinboxFree(_ answer: UnsafeMutablePointer<UInt8>) {
    answer.deallocate()
}
