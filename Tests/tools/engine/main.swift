// Puts requests, one JSON text a line, to the native engine; tests compare its answers with the WebAssembly build's.
import FormEngine

let engine = Engine()
while let line = readLine() {
    print(String(decoding: engine.answer(Array(line.utf8)), as: UTF8.self))
}
