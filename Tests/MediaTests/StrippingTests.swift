@testable import Media
import Testing

/// What tells where, when and with what a picture was taken does not reach the disk.
@Suite struct StrippingTests {
    private func holds(_ bytes: [UInt8], _ text: String) -> Bool { Recognition.holds(bytes, Array(text.utf8)) }

    @Test(arguments: [1, 7, 600, 65_536]) func aPhotoLosesItsPlaceAndKeepsItsPicture(_ piece: Int) throws {
        #expect(holds(Samples.photo, "TellTale"))
        let (bytes, type) = try taken(Samples.photo, as: .image, piece: piece)
        #expect(type == .jpeg)
        #expect(bytes == Samples.cleanPhoto)
        for told in ["TellTale", "Exif", "GPS", "Photoshop", "MPF"] { #expect(!holds(bytes, told)) }
    }

    @Test func aPreviewInsideTheFirstSegmentGoes() throws {
        let preview = Samples.segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 1, 1, 9, 9, 9])
        var photo = Samples.jpeg()
        photo.replaceSubrange(2..<20, with: preview)
        #expect(try taken(photo, as: .image).bytes == Samples.jpeg())
    }

    @Test(arguments: [1, 5, 65_536]) func aPNGKeepsOnlyItsPicture(_ piece: Int) throws {
        #expect(holds(Samples.screenshot, "TellTale"))
        let (bytes, type) = try taken(Samples.screenshot, as: .image, piece: piece)
        #expect(type == .png)
        #expect(bytes == Samples.png(extra: [Samples.chunk("gAMA", Samples.big(45455, 4))]))
    }

    @Test(arguments: [1, 9, 65_536]) func aWebPIsBlankedInItsPlace(_ piece: Int) throws {
        let (bytes, type) = try taken(Samples.webp, as: .image, piece: piece)
        #expect(type == .webp)
        let exif = [UInt8](repeating: 0, count: Samples.exif.count)
        #expect(bytes == Samples.riff([
            ("VP8X", Array(repeating: 0, count: 10)), ("VP8L", Samples.picture), ("JUNK", exif), ("JUNK", Array(repeating: 0, count: 13)),
        ]))
    }

    /// Whether what tells of its tracks comes before or behind their samples.
    @Test(arguments: [1, 11, 65_536], [false, true]) func aFilmLosesItsPlaceAndKeepsItsDistances(_ piece: Int, _ tablesLast: Bool) throws {
        let film = Samples.telephone(tablesLast: tablesLast)
        let (bytes, type) = try taken(film, as: .video, piece: piece)
        #expect(type == .mp4Video)
        #expect(bytes.count == film.count)
        for told in ["TellTale", "40.1777", "udta", "meta", "mebx", "com.apple", "uuid", "left over"] {
            #expect(holds(film, told))
            #expect(!holds(bytes, told))
        }
        #expect(!Recognition.holds(bytes, [0xE1, 0x23, 0x45, 0x67]))
        let media = Samples.joined(Samples.pictures, Samples.zeros(Samples.placesTold.count), Samples.pictures, Samples.zeros(Samples.unused.count))
        for kept in [Samples.box("mdat", media), Samples.box("avcC", [1, 2, 3]), Array("vide".utf8)] { #expect(Recognition.holds(bytes, kept)) }
    }

    /// Subtitles of a drone, times of day, a sound that no player knows.
    @Test(arguments: [("text", "text"), ("sbtl", "tx3g"), ("tmcd", "tmcd"), ("soun", "apac"), ("vide", "xxxx"), ("", "mebx")])
    func anyOtherTrackGoesWithItsSamples(_ handler: String, _ entry: String) throws {
        let bytes = try taken(Samples.telephone(tablesLast: true, handler: handler.isEmpty ? "\0\0\0\0" : handler, entry: entry), as: .video).bytes
        #expect(!holds(bytes, "TellTale") && !holds(bytes, "40.1777") && Recognition.holds(bytes, Samples.pictures + Samples.zeros(Samples.placesTold.count)))
    }

    @Test func aFilmWithoutPicturesOrSoundIsRefused() {
        #expect(throws: MediaFault.damaged) { try taken(Samples.film { _ in [Samples.track("meta", entry: "mebx")] }, as: .video) }
        #expect(throws: MediaFault.unknownType) { try taken(Samples.film { _ in [Samples.track("vide", entry: "xxxx")] }, as: .video) }
    }

    /// Where the samples of a fragment lie is not followed: one of a track that goes can't be cleaned.
    @Test func fragmentsOfATrackThatGoesAreRefused() throws {
        func fragment(_ id: Int) -> [UInt8] {
            let head = Samples.box("tfhd", Samples.joined(Samples.zeros(4), Samples.big(id, 4)))
            return Samples.box("moof", Samples.joined(Samples.box("mfhd", Samples.zeros(8)), Samples.box("traf", head)))
        }
        #expect(try taken(Samples.film + fragment(1), as: .video).type == .mp4Video)
        #expect(throws: MediaFault.cannotBeCleaned) { try taken(Samples.film + fragment(2), as: .video) }
    }

    @Test func placesAreTakenFromPlaces() {
        let all = Places([0..<10, 20..<30, 8..<12, 40..<41])
        #expect(all.ranges == [0..<12, 20..<30, 40..<41])
        #expect(all.without(Places([5..<6, 11..<22, 25..<26, 29..<50])).ranges == [0..<5, 6..<11, 22..<25, 26..<29])
        #expect(all.without(Places([])).ranges == all.ranges && Places([]).without(all).ranges.isEmpty)
    }

    @Test(arguments: [1, 9, 65_536]) func aWebMKeepsSoundAndLength(_ piece: Int) throws {
        let (bytes, _) = try taken(Samples.webm(), as: .audio, piece: piece)
        #expect(holds(Samples.webm(), "TellTale") && !holds(bytes, "TellTale") && !holds(bytes, "+40.55"))
        #expect(bytes.count == Samples.webm().count && holds(bytes, "A_OPUS") && Recognition.holds(bytes, [0xA3, 0x40, 7, 0x81, 0, 0, 0x80, 9, 9, 9]))
        #expect(throws: MediaFault.cannotBeCleaned) { try taken(Samples.webm(track: 17), as: .video) }
        #expect(throws: MediaFault.cannotBeCleaned) { try taken(Samples.webm(more: [0, 1, 2]), as: .video) }
    }

    @Test func aFrameOfAMovingPictureTellsNothing() throws {
        let frame = Samples.joined(Samples.zeros(16), Array("VP8L".utf8), Samples.little(2, 4), [1, 2], Array("EXIF".utf8), Samples.little(8, 4), Array("TellTale".utf8))
        let bytes = try taken(Samples.riff([("ANMF", frame), ("VP8L", [1, 2])]), as: .image).bytes
        #expect(!holds(bytes, "TellTale") && !holds(bytes, "EXIF") && holds(bytes, "ANMF") && holds(bytes, "JUNK"))
    }

    /// A telephone held upright: without this the photo would lie on its side.
    @Test func whichSideIsUpStays() throws {
        for turn in 0...9 {
            let tiff: [UInt8] = Array("Exif\0\0II".utf8) + [42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, UInt8(turn), 0, 0, 0] + Array("TellTale".utf8)
            let bytes = try taken(Samples.jpeg(extra: [Samples.segment(0xE1, tiff)]), as: .image).bytes
            let kept = (2...8).contains(turn) ? Samples.segment(0xE1, ExifTurn.segment(UInt8(turn))) : []
            #expect(!holds(bytes, "TellTale") && Recognition.holds(bytes, kept + [0xFF, 0xDB]))
            #expect(holds(bytes, "Exif") == !kept.isEmpty)
        }
    }

    @Test func whatIsNoColourProfileGoes() throws {
        let text = Array("ICC_PROFILE\0\u{1}\u{1}<script>TellTale".utf8), late = Samples.profile + Array("TellTale".utf8)
        for content in [text, late] { #expect(try taken(Samples.jpeg(extra: [Samples.segment(0xE2, content)]), as: .image).bytes == Samples.jpeg()) }
    }

    /// Each prefix of a sound file is refused or, where what follows is no part of it, gives the same as the whole.
    @Test func whatIsCutOffIsDamaged() throws {
        for (whole, question) in [(Samples.photo, MediaQuestion.image), (Samples.screenshot, .image), (Samples.webp, .image), (Samples.film, .video)] {
            let kept = try taken(whole, as: question).bytes
            for length in stride(from: 24, to: whole.count, by: 3) {
                guard let (bytes, _) = try? taken(Array(whole.prefix(length)), as: question) else { continue }
                if question == .image { #expect(bytes == kept) } else { #expect(!holds(bytes, "TellTale") && bytes.count == length) }
            }
        }
        #expect(throws: MediaFault.damaged) { try taken(Array(Samples.cleanPhoto.dropLast()), as: .image) }
        #expect(throws: MediaFault.damaged) { try taken(Array(Samples.png().dropLast()), as: .image) }
    }
}
