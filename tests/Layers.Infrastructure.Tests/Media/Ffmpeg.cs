using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Layers.Infrastructure.Tests.Media;

/// <summary>ffmpeg, which makes films as the world makes them, and ffprobe, which reads them independently of us.</summary>
internal static class Ffmpeg
{
    public static bool IsInstalled { get; } = Find("ffmpeg") && Find("ffprobe");

    /// <summary>The names of the encoders that this ffmpeg was built with.</summary>
    public static async Task<HashSet<string>> Encoders() =>
    [
        .. (await Run("ffmpeg", ["-hide_banner", "-encoders"])).Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 1)
            .Select(words => words[1]),
    ];

    /// <summary>Makes all outputs in one process, from one moving picture and one tone, of which each takes what it wants.</summary>
    public static Task Make(IEnumerable<string> outputs) => Run(
        "ffmpeg",
        ["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=30:d=4", "-f", "lavfi", "-i", "sine=d=4",
        .. outputs.SelectMany(output => output.Split(' ', StringSplitOptions.RemoveEmptyEntries))]);

    /// <summary>The picture as it is shown, and the length, as ffprobe finds them.</summary>
    public static async Task<Probed> Probe(string path)
    {
        const string wanted = "stream=codec_name,width,height,sample_aspect_ratio,r_frame_rate:stream_side_data=rotation:format=duration";
        var found = JsonNode.Parse(await Run("ffprobe", ["-v", "error", "-select_streams", "v:0", "-show_entries", wanted, "-of", "json", path]))!;
        var stream = found["streams"]![0]!;
        var (width, height) = ((int)stream["width"]!, (int)stream["height"]!);
        if (stream["sample_aspect_ratio"] is { } ratio && Fraction((string)ratio!, ':') is > 0 and var stretch)
            width = (int)Math.Round(width * stretch);
        var rotation = stream["side_data_list"]?.AsArray().Select(data => (double?)data!["rotation"]).FirstOrDefault(angle => angle is not null) ?? 0;
        var seconds = found["format"]!["duration"] is { } duration ? double.Parse((string)duration!, CultureInfo.InvariantCulture) : 0;
        return new(
            (string)stream["codec_name"]!,
            Math.Abs(rotation) % 180 == 90 ? (height, width) : (width, height),
            seconds * 1_000,
            Fraction((string)stream["r_frame_rate"]!, '/') is > 0 and var rate ? 1_000 / rate : 0);
    }

    private static double Fraction(string text, char separator) =>
        text.Split(separator) is [var over, var under] && double.Parse(under, CultureInfo.InvariantCulture) is > 0 and var divisor
            ? double.Parse(over, CultureInfo.InvariantCulture) / divisor
            : 0;

    private static async Task<string> Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false })!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, "{0} said: {1}", program, await errors);
        return output;
    }

    private static bool Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}

/// <param name="Size">As shown: pixels made square, and turned.</param>
internal sealed record Probed(string Codec, (int Width, int Height) Size, double DurationMs, double FrameMs);

/// <summary>A test that compares with ffmpeg. Skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FfmpegFactAttribute : FactAttribute
{
    public FfmpegFactAttribute()
    {
        if (!Ffmpeg.IsInstalled)
            Skip = "ffmpeg is not installed (on Debian: apt-get install ffmpeg).";
    }
}
