import GRDBSQLite

/// What SQLite calls on an open file of a volume. A dead machine answers with an error, all else goes through.
enum ShimMethods {
    nonisolated(unsafe) static let table: UnsafePointer<sqlite3_io_methods> = {
        // Filled in once, read only afterwards.
        let table = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        table.initialize(to: sqlite3_io_methods())
        table.pointee.iVersion = 2
        fillReading(&table.pointee)
        fillWriting(&table.pointee)
        fillLocking(&table.pointee)
        return UnsafePointer(table)
    }()

    private static func fillReading(_ table: inout sqlite3_io_methods) {
        table.xRead = { file, bytes, count, offset in
            let state = ShimState.of(file)
            return state.volume.isDead ? SQLITE_IOERR : state.methods.xRead(state.real, bytes, count, offset)
        }
        table.xFileSize = { file, size in
            let state = ShimState.of(file)
            return state.volume.isDead ? SQLITE_IOERR : state.methods.xFileSize(state.real, size)
        }
        table.xFileControl = { file, operation, argument in
            let state = ShimState.of(file)
            return state.methods.xFileControl(state.real, operation, argument)
        }
        table.xSectorSize = { file in
            let state = ShimState.of(file)
            return state.methods.xSectorSize(state.real)
        }
        // No more than a plain disk: no atomic writes, no safe appends.
        table.xDeviceCharacteristics = { _ in 0 }
    }

    private static func fillWriting(_ table: inout sqlite3_io_methods) {
        table.xClose = { file in
            let state = ShimState.of(file)
            let result = state.methods.xClose(state.real)
            ShimState.release(file)
            return result
        }
        table.xWrite = { file, bytes, count, offset in ShimState.of(file).write(bytes, count, at: offset) }
        table.xTruncate = { file, size in ShimState.of(file).truncate(to: size) }
        table.xSync = { file, flags in ShimState.of(file).sync(flags) }
    }

    private static func fillLocking(_ table: inout sqlite3_io_methods) {
        table.xLock = { file, level in
            let state = ShimState.of(file)
            return state.methods.xLock(state.real, level)
        }
        table.xUnlock = { file, level in
            let state = ShimState.of(file)
            return state.methods.xUnlock(state.real, level)
        }
        table.xCheckReservedLock = { file, isReserved in
            let state = ShimState.of(file)
            return state.methods.xCheckReservedLock(state.real, isReserved)
        }
        table.xShmMap = { file, page, pageSize, mayGrow, memory in
            let state = ShimState.of(file)
            return state.methods.xShmMap(state.real, page, pageSize, mayGrow, memory)
        }
        table.xShmLock = { file, offset, count, flags in
            let state = ShimState.of(file)
            return state.methods.xShmLock(state.real, offset, count, flags)
        }
        table.xShmBarrier = { file in
            let state = ShimState.of(file)
            state.methods.xShmBarrier(state.real)
        }
        table.xShmUnmap = { file, deletes in
            let state = ShimState.of(file)
            return state.methods.xShmUnmap(state.real, deletes)
        }
    }
}
