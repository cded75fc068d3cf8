namespace Layers.Api.Commands;

/// <summary>The pictures and the film of the demo, which lie in this assembly. All are 1080×1920, which TikTok takes.</summary>
internal static class DemoMedia
{
    public static byte[] Morning => Read("morning.jpg");

    public static byte[] Cup => Read("cup.jpg");

    public static byte[] Latte => Read("latte.jpg");

    /// <summary>Three seconds of H.264, without sound.</summary>
    public static byte[] Film => Read("steam.mp4");

    private static byte[] Read(string name)
    {
        using var resource = typeof(DemoMedia).Assembly.GetManifestResourceStream($"Samples.{name}")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
