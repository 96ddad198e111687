import Casework
import Synchronization

/// The compiled forms that browsers read, made again when the forms in use change.
final class CatalogueShelf: Sendable {
    private let standard: Catalogue
    private let places: PlaceBook
    private let changed = Mutex<(revision: Int, catalogue: Catalogue)?>(nil)

    init(standard: FormLibrary, places: PlaceBook) {
        self.places = places
        self.standard = Catalogue(forms: standard, places: places)
    }

    /// What is in use at an open store, or what came with the box while it is locked. Blocks for as long as compiling takes
    /// (some 10 ms) after a change.
    func catalogue(_ open: OpenSite?) -> Catalogue {
        guard let library = open?.desk.forms, library.revision > 0 else { return standard }
        return changed.withLock { held in
            if let held, held.revision == library.revision { return held.catalogue }
            let catalogue = Catalogue(forms: library, places: places)
            held = (library.revision, catalogue)
            return catalogue
        }
    }
}
