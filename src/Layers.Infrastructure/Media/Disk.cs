using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Layers.Infrastructure.Media;

/// <summary>Files that are still there, under their names, after the power has failed.</summary>
internal static class Disk
{
    private const UnixFileMode OnlyUs = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A new file that nobody else may read, written without a buffer in between.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OnlyUs;
        return new FileStream(path, options);
    }

    /// <summary>Writes the text to a file that is not there yet; false when it is. It is there whole or not at all.</summary>
    public static bool TryWriteNew(string path, string text)
    {
        if (File.Exists(path))
            return false;
        var draft = $"{path}.{Guid.NewGuid():N}";
        try
        {
            Write(draft, text);
            File.Move(draft, path, overwrite: false);
            Flush(Path.GetDirectoryName(path)!);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Writes the text to a file that nobody else knows.</summary>
    public static void Write(string path, string text)
    {
        using var file = Create(path);
        file.Write(Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    /// <summary>The file to read from, without a buffer in between; null when there is none.</summary>
    public static FileStream? TryOpen(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Renames over whatever has that name; the name is on the disk when the call is back.</summary>
    public static void Move(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        Flush(Path.GetDirectoryName(to)!);
    }

    /// <summary>Renames over whatever has that name; false when there is no file to rename.</summary>
    public static bool TryMove(string from, string to)
    {
        if (!File.Exists(from))
            return false;
        try
        {
            Move(from, to);
            return true;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Makes the directory and those between it and the root; their names are on the disk when the call is back.</summary>
    public static void MakeDirectory(string path, string root)
    {
        if (Directory.Exists(path))
            return;
        Directory.CreateDirectory(path);
        var top = Path.GetFullPath(root);
        for (var parent = Path.GetDirectoryName(path); parent is not null && parent.StartsWith(top, StringComparison.Ordinal); parent = Path.GetDirectoryName(parent))
            Flush(parent);
    }

    /// <summary>The directories in it, found one by one; none when it is not there.</summary>
    public static IEnumerable<DirectoryInfo> ListDirectories(string path) =>
        Directory.Exists(path) ? new DirectoryInfo(path).EnumerateDirectories() : [];

    /// <summary>The files in it and in the directories below, found one by one; none when it is not there. One that is removed meanwhile is passed over.</summary>
    public static IEnumerable<FileInfo> ListFiles(string path) =>
        Directory.Exists(path)
            ? new DirectoryInfo(path).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
                .Where(file => file.Exists)
            : [];

    /// <summary>Removes the directory unless there is something in it, and returns whether it is gone.</summary>
    public static bool RemoveIfEmpty(DirectoryInfo directory)
    {
        try
        {
            if (directory.EnumerateFileSystemInfos().Any())
                return false;
            directory.Delete();
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            // Something came in at this moment.
            return false;
        }
    }

    /// <summary>Removes the file; harmless when there is none.</summary>
    public static void RemoveFile(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Its directory went first.
        }
    }

    /// <summary>Removes the directory with all that is in it; harmless when there is none.</summary>
    public static void RemoveDirectory(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another node was first.
        }
    }

    /// <summary>Whether the file or a directory between it and the root is a link to elsewhere.</summary>
    public static bool HasLink(string path, string root)
    {
        for (var part = path; part is not null && part.Length > root.Length; part = Path.GetDirectoryName(part))
        {
            if (new FileInfo(part).LinkTarget is not null)
                return true;
        }

        return false;
    }

    /// <summary>A renamed file's new name belongs to its directory, and the base library opens no directories.</summary>
    private static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = new SafeFileHandle(OpenForReading(directory, flags: 0), ownsHandle: true);
        if (handle.IsInvalid)
            throw new IOException($"The directory {directory} cannot be opened (error {Marshal.GetLastPInvokeError()}).");
        RandomAccess.FlushToDisk(handle);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint OpenForReading([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
