public import Casework
public import HTTPServer

extension Site {
    /// Everything this site answers over HTTPS. `assets/api/openapi.json` describes the API part; a test compares the two.
    public func router(forms: FormLibrary, places: PlaceBook, certificate: CertificateOffer?) -> Router {
        Router(routes(forms: forms, places: places, certificate: certificate)) { Problems.problem(of: $0) }
    }

    func routes(forms: FormLibrary, places: PlaceBook, certificate: CertificateOffer?) -> [Route] {
        StaticFiles.routes() + CertificatePages.routes(certificate) + Unlocking.routes(self) + SessionPages.routes(self)
            + PeoplePages.routes(self) + TeamPages.routes(self) + Colleagues.routes(self) + AccountPages.routes(self) + TwoPersonPages.routes(self) + BreakGlassPages.routes(self)
            + MyDayScreen.routes(self) + AlertPages.routes(self) + Notifications.routes(self) + Records.routes(self) + Attachments.routes(self)
            + AttachmentUploads.routes(self) + Thumbnails.routes(self) + Dossiers.routes(self) + Merges.routes(self) + Erasures.routes(self)
            + Decisions.routes(self) + Families.routes(self) + Limits.routes(self) + LimitOffice.routes(self) + LimitFigurePages.routes(self) + SharingPages.routes(self) + CareOffers.routes(self)
            + Supervision.routes(self) + Panels.routes(self) + Search.routes(self) + LikelyChildren.routes(self) + Tracing.routes(self)
            + Confidential.routes(self) + Duplicates.routes(self) + Conflicts.routes(self) + TrailPages.routes(self) + PersonCopies.routes(self)
            + KnownChildConcerns.routes(self)
            + Tables.routes(self) + FormOffice.routes(self) + ListOffice.routes(self) + ProfileOffice.routes(self) + Forms.routes(self, CatalogueShelf(standard: forms, places: places))
    }
}
