namespace Layers.Infrastructure.Keys;

/// <summary>
/// Ids that are no key's, for as long as the second within which a new key must work on every node allows. Of a fixed size, whatever is guessed: an id
/// takes the place of another.
/// </summary>
internal sealed class UnknownKeys(TimeProvider time)
{
    private const int Slots = 4_096;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMilliseconds(500);

    private readonly Miss?[] misses = new Miss?[Slots];

    public bool Contains(string keyId) =>
        Volatile.Read(ref SlotOf(keyId)) is { } miss && miss.KeyId == keyId && time.GetElapsedTime(miss.Asked) < Lifetime;

    /// <param name="keyId">Of which the database knew nothing.</param>
    /// <param name="asked">When the database was asked: the result is at least that old.</param>
    public void Add(string keyId, long asked) => Volatile.Write(ref SlotOf(keyId), new Miss(keyId, asked));

    // The hash of a string is another one in each process: nobody can make ids that meet in one place.
    private ref Miss? SlotOf(string keyId) => ref misses[(uint)keyId.GetHashCode(StringComparison.Ordinal) % Slots];

    private sealed record Miss(string KeyId, long Asked);
}
