using Layers.Testing;

namespace Layers.Api.Tests.Crashes;

/// <summary>Counts what a server says to PostgreSQL from the beginning of the next transaction on.</summary>
internal sealed class NthMessage
{
    private readonly Lock counting = new();
    private readonly int wanted;
    private int said;

    private NthMessage(int wanted) => this.wanted = wanted;

    public bool WasReached => said >= wanted;

    /// <param name="n">From 1; the first is <c>begin</c>.</param>
    public static NthMessage Of(int n) => new(n);

    public bool IsNext(FrontendMessage message)
    {
        lock (counting)
        {
            if (said == 0 && !message.IsBegin)
                return false;
            return ++said == wanted;
        }
    }
}
