using Layers.Domain;

namespace Layers.Application.Seams;

/// <summary>How a run of a generator ended.</summary>
public abstract record GenerationOutcome
{
    public sealed record Made(GeneratedContent Content) : GenerationOutcome;

    /// <param name="Message">One sentence, which callers see.</param>
    public sealed record Failed(GenerationFault Fault, string Message) : GenerationOutcome
    {
        /// <summary>With the code that callers see, like <c>GENERATOR_REFUSED</c>.</summary>
        public Failure ToFailure() => new($"GENERATOR_{Fault.ToWord().ToUpperInvariant()}", Message);
    }
}

/// <summary>Why there are no files.</summary>
public enum GenerationFault
{
    /// <summary>There is no generator, or it cannot be reached.</summary>
    Unavailable,

    /// <summary>Its time was up.</summary>
    Timeout,

    /// <summary>It tried, and something went wrong.</summary>
    Failed,

    /// <summary>It does not make such a thing, and will not when it is asked again.</summary>
    Refused,
}

/// <param name="Files">1 to 10, in the order in which they are shown: one film, or pictures.</param>
public sealed record GeneratedContent(IReadOnlyList<GeneratedFile> Files)
{
    /// <summary>Null for the one that was ordered.</summary>
    public string? Caption { get; init; }

    /// <summary>What a person may want to know of how it was made, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <param name="Open">Opens a seekable stream at its beginning. It is called once for each file, and the caller disposes of the stream.</param>
public sealed record GeneratedFile(Func<Stream> Open)
{
    public static GeneratedFile Of(byte[] bytes) => new(() => new MemoryStream(bytes, writable: false));

    /// <summary>A file on this machine, which stays the generator's.</summary>
    public static GeneratedFile At(string path) => new(() => File.OpenRead(path));
}
