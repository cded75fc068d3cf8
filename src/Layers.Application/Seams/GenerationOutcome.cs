using Layers.Application.Pipeline;
using Layers.Domain;

namespace Layers.Application.Seams;

/// <summary>How a run of a generator ended.</summary>
public abstract record GenerationOutcome
{
    public sealed record Made(GeneratedContent Content) : GenerationOutcome;

    /// <param name="Message">One sentence, which callers see: 1 to 1,024 characters on one line.</param>
    public sealed record Failed(GenerationFault Fault, string Message) : GenerationOutcome
    {
        public const int LongestMessage = 1_024;

        /// <summary>With the code that callers see, like <c>GENERATOR_REFUSED</c>. What cannot be shown as a sentence is replaced by one that says so.</summary>
        public Failure ToFailure() => new($"GENERATOR_{Fault.ToWord().ToUpperInvariant()}", IsShowable ? Message : "The generator gave no reason that can be shown.");

        private bool IsShowable => TextFaults.OfLine(Message, LongestMessage) is null;
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
    /// <summary>At most 2,200 characters. Null for the one that was ordered.</summary>
    public string? Caption { get; init; }

    /// <summary>What a person may want to know of how it was made, a sentence each. The server does not show them yet.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <param name="Open">Opens a seekable stream at its beginning. It is called once for each file, and the caller disposes of the stream.</param>
public sealed record GeneratedFile(Func<Stream> Open)
{
    public static GeneratedFile Of(byte[] bytes) => new(() => new MemoryStream(bytes, writable: false));

    /// <summary>A file on this machine, which stays the generator's.</summary>
    public static GeneratedFile At(string path) => new(() => File.OpenRead(path));
}
