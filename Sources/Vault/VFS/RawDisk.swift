import Foundations
import GRDBSQLite
import Glibc

// The layer below sealing: what really goes to the file. With no observer these are one call each.

@inline(__always)
func rawRead(_ file: FilePointer, _ buffer: UnsafeMutableRawPointer, _ count: Int32, _ offset: Int64) -> Int32 {
    file.pointee.real.pointee.pMethods.pointee.xRead(file.pointee.real, buffer, count, offset)
}

@inline(__always)
func rawWrite(_ file: FilePointer, _ bytes: UnsafeRawPointer, _ count: Int32, _ offset: Int64) -> Int32 {
    if file.pointee.core.pointee.observer != nil { return observedWrite(file, bytes, count, offset) }
    return file.pointee.real.pointee.pMethods.pointee.xWrite(file.pointee.real, bytes, count, offset)
}

func rawSize(_ file: FilePointer, _ size: UnsafeMutablePointer<sqlite3_int64>) -> Int32 {
    file.pointee.real.pointee.pMethods.pointee.xFileSize(file.pointee.real, size)
}

func rawTruncate(_ file: FilePointer, _ size: Int64) -> Int32 {
    let operation = DiskOperation.truncate(path: path(of: file), size: size)
    if let refusal = refused(file, operation) { return refusal == ENOSPC ? SQLITE_FULL : VFSCode.ioTruncate }
    let code = file.pointee.real.pointee.pMethods.pointee.xTruncate(file.pointee.real, size)
    if code == SQLITE_OK { done(file, operation) }
    return code
}

func rawSync(_ file: FilePointer, _ flags: Int32) -> Int32 {
    let operation = DiskOperation.sync(path: path(of: file))
    if refused(file, operation) != nil { return VFSCode.ioSync }
    let code = file.pointee.real.pointee.pMethods.pointee.xSync(file.pointee.real, flags)
    if code == SQLITE_OK {
        done(file, operation)
        // The VFS below syncs the folder with the first sync of a log that it created.
        if file.pointee.isNew && file.pointee.isLog {
            done(file, .syncDirectory(path: parentDirectory(of: path(of: file))))
        }
        file.pointee.isNew = false
    }
    return code
}

private func observedWrite(_ file: FilePointer, _ bytes: UnsafeRawPointer, _ count: Int32, _ offset: Int64) -> Int32 {
    let copy = [UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(count)))
    let operation = DiskOperation.write(path: path(of: file), offset: offset, bytes: copy)
    if let refusal = refused(file, operation) { return refusal == ENOSPC ? SQLITE_FULL : VFSCode.ioWrite }
    let code = file.pointee.real.pointee.pMethods.pointee.xWrite(file.pointee.real, bytes, count, offset)
    if code == SQLITE_OK { done(file, operation) }
    return code
}

func path(of file: FilePointer) -> String { String(cString: file.pointee.name) }

private func refused(_ file: FilePointer, _ operation: @autoclosure () -> DiskOperation) -> Int32? {
    guard let box = file.pointee.core.pointee.observer else { return nil }
    let number = box.takeUnretainedValue().observer.before(operation())
    return number == 0 ? nil : number
}

private func done(_ file: FilePointer, _ operation: @autoclosure () -> DiskOperation) {
    file.pointee.core.pointee.observer?.takeUnretainedValue().observer.after(operation())
}
