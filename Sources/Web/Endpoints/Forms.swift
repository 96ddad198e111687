import Casework
import FormEngine
import HTTPServer

/// The forms in use and the places of the site. They hold nothing about anybody, so the public form may read them too.
enum Forms {
    /// While the store is locked the forms are those that came with the box: what the site changed lies in the store.
    static func routes(_ site: Site, _ shelf: CatalogueShelf) -> [Route] {
        [
            Route(.get, "/api/v1/forms") { request, _ in
                let catalogue = shelf.catalogue(site.openNow)
                return Response(headers: ["Content-Type": "application/json"], body: .bytes(catalogue.list)).tagged(catalogue.tag, for: request)
            },
            Route(.get, "/api/v1/forms/{name}") { request, path in
                let catalogue = shelf.catalogue(site.openNow)
                guard let name = path["name"], let form = catalogue.forms[name] else { throw Problem.notFound }
                return Response(headers: ["Content-Type": "application/json"], body: .bytes(form)).tagged(catalogue.tag, for: request)
            },
            Route(.get, "/api/v1/places") { request, _ in
                let catalogue = shelf.places(site.openNow)
                return Response(headers: ["Content-Type": "application/json"], body: .bytes(catalogue.places)).tagged(catalogue.tag, for: request)
            },
        ]
    }
}
