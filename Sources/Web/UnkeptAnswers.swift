import HTTPServer

extension Response {
    /// As `tagged`, for answers with case data: a browser may compare its version but must keep no copy on its disk.
    func taggedUnkept(_ tag: String, for request: Request) -> Response {
        var answer = self
        answer.headers["Cache-Control"] = "no-store"
        return answer.tagged(tag, for: request)
    }
}
