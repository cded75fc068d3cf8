using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Layers.Api.Auth;

/// <param name="PerMinute">How many unknown keys an address may send in a minute, and at once.</param>
internal sealed record GuessOptions(int PerMinute);

/// <summary>
/// A bucket of failures for each address: an IPv4 address, or the /64 of an IPv6 address, which is what one caller has. The memory for them is fixed;
/// among very many addresses a few share a bucket.
/// </summary>
internal sealed class GuessLimit(GuessOptions options, TimeProvider time)
{
    private const int Buckets = 65_536;
    private const int SecondsOfAWindow = 60;

    // The time at which each bucket is full again: what was taken lies between now and then.
    private readonly long[] fullAt = new long[Buckets];
    private readonly Lock guard = new();
    private readonly long interval = Math.Max(1, SecondsOfAWindow * time.TimestampFrequency / options.PerMinute);

    /// <summary>In seconds: until a guess is free again in a bucket that is empty; at least 1.</summary>
    public int RetryAfter => Math.Max(1, (SecondsOfAWindow + options.PerMinute - 1) / options.PerMinute);

    /// <summary>False when the address has no guess left.</summary>
    public bool TryTake(IPAddress? address)
    {
        lock (guard)
        {
            ref var bucket = ref BucketOf(address);
            var now = time.GetTimestamp();
            var taken = Math.Max(now, bucket) + interval;
            if (taken - now > options.PerMinute * interval)
                return false;
            bucket = taken;
            return true;
        }
    }

    /// <summary>It was no guess.</summary>
    public void GiveBack(IPAddress? address)
    {
        lock (guard)
            BucketOf(address) -= interval;
    }

    // HashCode begins with another number in each process, so that nobody can choose addresses which share a bucket with somebody else's.
    private ref long BucketOf(IPAddress? address) => ref fullAt[(uint)HashCode.Combine(NetworkOf(address)) % Buckets];

    private static ulong NetworkOf(IPAddress? address)
    {
        if (address is null)
            return 0;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
