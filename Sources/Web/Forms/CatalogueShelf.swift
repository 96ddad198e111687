import Casework
import Synchronization

/// The compiled forms and the places that browsers read, made again when those in use change.
final class CatalogueShelf: Sendable {
    private let standard: Catalogue
    private let standardPlaces: PlaceCatalogue
    private let changed = Mutex<(revision: Int, catalogue: Catalogue)?>(nil)
    private let changedPlaces = Mutex<(revision: Int, catalogue: PlaceCatalogue)?>(nil)

    init(standard: FormLibrary, places: PlaceBook) {
        self.standard = Catalogue(forms: standard)
        standardPlaces = PlaceCatalogue(places)
    }

    /// What is in use at an open store, or what came with the box while it is locked. Blocks for as long as compiling takes
    /// (some 10 ms) after a change.
    func catalogue(_ open: OpenSite?) -> Catalogue {
        guard let library = open?.desk.forms, library.revision > 0 else { return standard }
        return changed.withLock { held in
            if let held, held.revision == library.revision { return held.catalogue }
            let catalogue = Catalogue(forms: library)
            held = (library.revision, catalogue)
            return catalogue
        }
    }

    /// The same for places. Blocks for up to a second after 100,000 of them changed.
    func places(_ open: OpenSite?) -> PlaceCatalogue {
        guard let (book, revision) = open?.desk.places.current, revision > 0 else { return standardPlaces }
        return changedPlaces.withLock { held in
            if let held, held.revision == revision { return held.catalogue }
            let catalogue = PlaceCatalogue(book)
            held = (revision, catalogue)
            return catalogue
        }
    }
}
