namespace Layers.Conformance.Publishing;

/// <summary>What a platform does with the posts that it gets.</summary>
public enum PlatformMood
{
    /// <summary>It publishes them.</summary>
    Well,

    /// <summary>It publishes them, and responds with an error of its own: nobody knows whether they are out.</summary>
    Failing,

    /// <summary>It takes requests and never responds.</summary>
    Silent,

    /// <summary>It refuses them for good.</summary>
    Refusing,

    /// <summary>It no longer takes the account's credentials.</summary>
    SignedOut,
}

/// <param name="Handle">Of an account on the platform.</param>
/// <param name="Settings">What the publisher needs to know of the account.</param>
public sealed record TestAccount(string Handle, IReadOnlyDictionary<string, string> Settings);

/// <summary>A request that reached the platform.</summary>
/// <param name="Key">By which the platform recognizes a post that it knows.</param>
/// <param name="Message">The request's body.</param>
public sealed record SentPost(string Key, string Message);
