@testable import Media
import Testing

/// The type of an attachment comes from its bytes.
@Suite struct RecognitionTests {
    @Test(arguments: zip(Samples.all, [
        MediaType.jpeg, .jpeg, .png, .png, .webp, .mp4Video, .docx, .xlsx, .odt, .text, .pdf, .mp3, .mp3, .ogg, .webmVideo, .wav,
        .mp4Video, .docx,
    ])) func eachIsWhatItIs(_ bytes: [UInt8], _ type: MediaType) throws {
        #expect(try taken(bytes, as: .file).type == type)
        #expect(try taken(bytes, as: .file, piece: 1).type == type)
        for question in [MediaQuestion.image, .audio, .video] where !question.takes(type) && !["webm", "mp4"].contains(type.ending) {
            #expect(throws: MediaFault.unknownType) { try taken(bytes, as: question) }
        }
    }

    @Test func aRecordingIsSoundWhereSoundIsAskedFor() throws {
        #expect(try taken(Samples.film, as: .audio).type == .mp4Audio)
        #expect(try taken(Samples.all[14], as: .audio).type == .webmAudio)
    }

    @Test(arguments: [
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "<!DOCTYPE html><p>x", "  \n<html>", "\u{FEFF}<?xml version='1.0'?><svg/>",
        "harmless words <script>alert(1)</script>", "GIF89a\u{1}\0", "#!/bin/sh\nrm\u{0}", "MZ\u{90}\u{0}", "", " ", "{\\rtf1\u{1}}",
        "\0\0\0\u{18}ftypheic\0\0\0\0mif1heic", "\0\0\0\u{18}ftypavif\0\0\0\0", "RIFF\u{4}\0\0\0AVI ",
    ]) func whatCouldRunOrIsUnknownIsRefused(_ text: String) {
        for question in MediaQuestion.allCases {
            #expect(throws: MediaFault.unknownType) { try taken(Array(text.utf8), as: question) }
        }
    }

    @Test func markupFarInsideATextStaysText() throws {
        // It is handed out as a text to be kept, never shown in place.
        #expect(try taken(Array((String(repeating: "word ", count: 200) + "<b>").utf8), as: .file).type == .text)
        #expect(!MediaType.text.isShownInPlace && !MediaType.pdf.isShownInPlace)
    }

    @Test func textMustBeReadable() {
        for bad: [UInt8] in [[0xC3, 0x28], Array("words ".utf8) + [0xC3], Array("words\u{0}".utf8), Array("words".utf8) + [0xED, 0xA0, 0x80]] {
            for piece in [1, 4096] { #expect(throws: MediaFault.unknownType) { try taken(bad, as: .file, piece: piece) } }
        }
    }

    @Test func macrosAndOtherArchivesAreRefused() {
        let macros = Samples.zip(["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"])
        for piece in [1, 13, 65_536] { #expect(throws: MediaFault.hasMacros) { try taken(macros, as: .file, piece: piece) } }
        for deflates in [false, true] {
            func fault(_ name: String, _ content: String = "x") -> MediaFault? {
                do {
                    _ = try taken(Samples.zip(["[Content_Types].xml", "word/document.xml", name], parts: [name: Array(content.utf8)], deflates: deflates), as: .file, piece: 31)
                    return nil
                } catch { return error }
            }
            for name in ["word/VBAPROJECT.BIN", "word/other.bin", "WORD/vbaData.xml", "Basic/Standard/Module1.xml", "Scripts/a.py"] { #expect(fault(name) == .hasMacros) }
            for name in ["word/embeddings/oleObject1.bin", "word/embeddings/a.pptx", "x/setup.exe", "word/webextensions/webextension1.xml", "Object 1"] {
                #expect(fault(name) == .hasForeignParts)
            }
            // A table inside must be one, and carry as little.
            #expect(fault("word/embeddings/a.xlsx") == .damaged)
            let relations = "word/_rels/settings.xml.rels"
            #expect(fault(relations, "<Relationship Type='x/oleObject' Target='a.xml'/>") == .hasForeignParts)
            #expect(fault(relations, "<!-- <a --><Relationship Type='x/image' Target='http://x/y.png' TargetMode='External'/>") == .cannotBeCleaned)
            #expect(fault(relations, "<Relationship Type='x/image' Target='a' Target='http://x/y.png' TargetMode='External'/>") == .cannotBeCleaned)
            #expect(fault("xl/externalLinks/externalLink1.xml", "<externalLink><ddeLink ddeService='cmd'/></externalLink>") == .hasForeignParts)
            #expect(fault(relations, "<Relationship Type='x/attached&#84;emplate'/>") == .cannotBeCleaned)
            #expect(fault(relations, "<Relationship Type='x/hyperlink' Target='http://x/y' TargetMode='External'/>") == nil)
            #expect(fault("word/printerSettings/printerSettings1.bin") == nil)
        }
        func inner(_ name: String) -> [UInt8] { Samples.zip(["[Content_Types].xml", "xl/workbook.xml", name]) }
        func outer(_ inner: [UInt8]) -> [UInt8] {
            Samples.zip(["[Content_Types].xml", "word/document.xml", "word/embeddings/a.xlsx"], parts: ["word/embeddings/a.xlsx": inner], deflates: true)
        }
        #expect(throws: MediaFault.hasMacros) { try taken(outer(inner("xl/vbaProject.bin")), as: .file) }
        #expect(throws: MediaFault.hasForeignParts) { try taken(outer(inner("xl/embeddings/b.xlsx")), as: .file) }
        let renamed = Array("<Override PartName='/word/a.xml' ContentType='application/vnd.ms-office.vbaProject'/>".utf8)
        #expect(throws: MediaFault.hasMacros) { try taken(Samples.zip(["[Content_Types].xml", "word/document.xml"], first: renamed), as: .file) }
        #expect(throws: MediaFault.hasForeignParts) { try taken(Samples.docx + Array("MZ".utf8), as: .file) }
        #expect(throws: MediaFault.damaged) { try taken(Array(Samples.docx.dropLast()), as: .file) }
        #expect(throws: MediaFault.unknownType) { try taken(Samples.zip(["a.exe", "b"]), as: .file) }
        #expect(throws: MediaFault.unknownType) { try taken(Samples.zip(["[Content_Types].xml", "ppt/presentation.xml"]), as: .file) }
        let template = Samples.zip(["mimetype", "x"], first: Array("application/vnd.oasis.opendocument.text-template".utf8))
        #expect(throws: MediaFault.unknownType) { try taken(template, as: .file) }
    }

    /// A small file can hold thousands of documents, or one tag without an end: what they cost is bounded.
    @Test func manyDocumentsInsideOneAndLongTagsAreRefused() throws {
        func document(_ count: Int) -> [UInt8] {
            let names = (0..<count).map { "word/embeddings/\($0).xlsx" }
            return Samples.zip(["[Content_Types].xml", "word/document.xml"] + names, parts: Dictionary(uniqueKeysWithValues: names.map { ($0, Samples.xlsx) }), deflates: true)
        }
        #expect(try taken(document(30), as: .file).type == .docx)
        #expect(throws: MediaFault.cannotBeCleaned) { try taken(document(31), as: .file) }
        func relations(_ attributes: Int) -> [UInt8] {
            let more = (0..<attributes).map { "a\($0)='1'" }.joined(separator: " ")
            let list = "<Relationships><Relationship \(more) TargetMode='External' Target='https://example.org/a' Type='x/image'/></Relationships>"
            return Samples.zip(["[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"],
                               parts: ["word/_rels/document.xml.rels": Array(list.utf8)], deflates: true)
        }
        #expect(try taken(relations(10), as: .file).type == .docx)
        #expect(throws: MediaFault.cannotBeCleaned) { try taken(relations(14), as: .file) }
        #expect(throws: MediaFault.cannotBeCleaned) { try taken(relations(2_000), as: .file) }
    }

    /// What Word makes is not refused: a template elsewhere becomes the reader's own, and the directory stays true.
    @Test(arguments: [1, 17, 65_536]) func whatADocumentWouldFetchLeadsNowhere(_ piece: Int) throws {
        let (bytes, type) = try taken(Samples.richDocx, as: .file, piece: piece)
        func holds(_ text: String) -> Bool { Recognition.holds(bytes, Array(text.utf8)) }
        #expect(type == .docx && Recognition.holds(Samples.richDocx, Array("http://TellTale".utf8)))
        #expect(!holds("TellTale") && holds("Target='Normal.dotm' TargetMode='External'"))
        // Its own directory is followed by the same filter, which then has nothing left to change.
        #expect(try taken(bytes, as: .file).bytes == bytes)
        for untouched in [Samples.docx, Samples.xlsx, Samples.odt] { #expect(try taken(untouched, as: .file, piece: piece).bytes == untouched) }
    }

    @Test func linksThatAPersonFollowsStay() throws {
        let list = """
            <?xml version="1.0"?><Relationships><Relationship Type="x/image" Target="http://x/y.png" TargetMode="External"/>\
            <Relationship TargetMode="External" Target="https://x/y?a=1&amp;b" Type="x/hyperlink"/></Relationships>
            """
        let mended = try #require(try OfficeRelations.mended(list))
        #expect(mended.contains("Target=\"file:///removed\"") && mended.contains("https://x/y?a=1&amp;b") && !mended.contains("y.png"))
        #expect(try OfficeRelations.mended(mended.replacing("x/image", with: "x/hyperlink")) == nil)
    }

    @Test(arguments: [
        ("../../etc/passwd", "passwd.jpg"), ("C:\\photos\\door.JPG", "door.jpg"), ("..hidden.png", "hidden.jpg"), ("", ""), ("...", ""),
        ("a\u{202E}gpj.exe", "agpj.jpg"), ("line\nbreak\u{0}.jpg", "linebreak.jpg"), ("ملف  الطفل.jpeg", "ملف الطفل.jpg"), ("a\"<b>;%.jpg", "ab.jpg"),
        (String(repeating: "x", count: 300), String(repeating: "x", count: 80) + ".jpg"), ("no.ending here", "no.ending here.jpg"),
    ]) func namesAreCleaned(_ given: String, _ kept: String) {
        #expect(FileName.cleaned(given, as: .jpeg) == kept)
    }
}
