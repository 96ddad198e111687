import Assets
import HTTPServer

/// The browser app's files, as they were packed into the binary.
enum StaticFiles {
    /// Pages at fixed addresses name the hashed ones below `/a/VERSION/`, which browsers keep for a year.
    static let base = "/a/" + EmbeddedFiles.version

    static func routes() -> [Route] {
        [page("/", "web/index.html"), page("/notify", "web/notify.html"), hashed,
         whole("/favicon.ico", "web/icons/icon.svg"), whole("/api/openapi.json", "api/openapi.json")]
    }

    /// A page whose `{{base}}` is replaced by the address of the hashed files.
    private static func page(_ address: String, _ path: String) -> Route {
        let file = EmbeddedFiles.file(path)
        let text = file.map { $0.text.split(separator: "{{base}}", omittingEmptySubsequences: false).joined(separator: base) }
        let tag = EmbeddedFiles.version + "-" + String((file?.sha256 ?? "").prefix(8))
        return Route(.get, address) { request, _ in
            guard let text else { throw withoutAssets }
            var answer = Response.text(text, type: "text/html")
            answer.headers["Cache-Control"] = "no-cache"
            return answer.tagged(tag, for: request)
        }
    }

    private static var hashed: Route {
        Route(.get, "/a/{version}/{path...}") { request, parameters in
            guard let path = parameters["path"], let file = EmbeddedFiles.file("web/" + path) else { throw Problem.notFound }
            // A page of an older binary asks for files that are gone: better told than mixed.
            guard parameters["version"] == EmbeddedFiles.version else {
                throw Problem(status: 410, code: "app-updated", title: "The app was updated",
                              whatIsSafe: "What you saved is safe.", whatToDo: "Reload the page.")
            }
            return asset(file, isImmutable: true).response(to: request)
        }
    }

    private static func whole(_ address: String, _ path: String) -> Route {
        Route(.get, address) { request, _ in
            guard let file = EmbeddedFiles.file(path) else { throw Problem.notFound }
            return asset(file, isImmutable: false).response(to: request)
        }
    }

    private static func asset(_ file: EmbeddedFile, isImmutable: Bool) -> Asset {
        let held = StaticBytes(unsafe: file.held)
        return Asset(
            contentType: file.mediaType, tag: String(file.sha256.prefix(16)),
            content: file.isGzipped ? .gzip(held, plain: { file.bytes }) : .plain(held), isImmutable: isImmutable)
    }

    private static var withoutAssets: Problem {
        Problem(status: 500, code: "no-assets", title: "This binary was built without the app's files",
                whatToDo: "Build it with `make`.")
    }
}
