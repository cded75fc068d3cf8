namespace Layers.Infrastructure.LocalPostgres;

/// <summary>Users, owners and modes.</summary>
internal static class Unix
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates a directory that only its owner can enter: the current user, or <paramref name="owner"/>.</summary>
    public static async Task PrivateDirectory(string path, string? owner, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
            throw NotOnWindows();
        Directory.CreateDirectory(path, Mine);
        File.SetUnixFileMode(path, Mine);
        await Own(path, owner, ct);
    }

    /// <summary>The file is the owner's to read and write and nobody else's.</summary>
    public static async Task PrivateFile(string path, string content, string? owner, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
            throw NotOnWindows();
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using (var writer = new StreamWriter(path, options))
            await writer.WriteAsync(content.AsMemory(), ct);
        await Own(path, owner, ct);
    }

    /// <summary>The name of the owner, or null when it is root or has no name.</summary>
    public static async Task<string?> OwnerOf(string path, CancellationToken ct)
    {
        string[] format = OperatingSystem.IsMacOS() ? ["-f", "%Su"] : ["-c", "%U"];
        var answer = await Command.Run("stat", [.. format, path], ct);
        return answer.Succeeded && answer.Output is not ("root" or "UNKNOWN") ? answer.Output : null;
    }

    public static async Task<bool> UserExists(string name, CancellationToken ct) => (await Command.Run("id", ["-u", name], ct)).Succeeded;

    public static async Task<bool> CanEnter(string path, string user, CancellationToken ct) =>
        (await Command.Run("/bin/sh", ["-c", "test -w \"$1\" && test -x \"$1\"", "sh", path], ct, user)).Succeeded;

    private static async Task Own(string path, string? owner, CancellationToken ct)
    {
        if (owner is null)
            return;
        var answer = await Command.Run("chown", ["-h", owner, path], ct);
        if (!answer.Succeeded)
            throw new LocalPostgresException($"{path} could not be given to user {owner}: {answer.Output}");
    }

    private static LocalPostgresException NotOnWindows() =>
        new("A private PostgreSQL needs Linux or macOS: set ConnectionStrings__Layers to use a server.");
}
