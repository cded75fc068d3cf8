using System.Buffers.Binary;
using System.Collections.Concurrent;
using Layers.Domain.Content;
using Layers.Infrastructure.Media;
using Layers.Testing.Media;

namespace Layers.Infrastructure.Tests.Media;

/// <summary>Two hundred files of real encoders, read by us and by ffprobe.</summary>
public sealed class FfprobeTests : IDisposable
{
    private const int FilesInOneProcess = 40;

    private static readonly string[] Writings =
    [
        "",
        "-movflags +faststart",
        "-g 5 -movflags +frag_keyframe",
        "-g 5 -movflags +frag_keyframe+empty_moov",
        "-g 5 -movflags +frag_keyframe+empty_moov+default_base_moof",
        "-g 5 -movflags +dash+global_sidx",
        "-g 5 -movflags +cmaf",
        "-g 5 -movflags +frag_keyframe+separate_moof",
        "-movflags +frag_every_frame+delay_moov",
        "-frag_duration 300000 -movflags +empty_moov+omit_tfhd_offset",
        "-movflags +negative_cts_offsets",
        "-brand mp42 -movie_timescale 90000",
    ];

    private static readonly (string Encoder, string Options, string[] Extensions)[] Encoders =
    [
        ("libx264", "-preset ultrafast -pix_fmt yuv420p", ["mp4", "mov"]),
        ("libx264", "-preset veryfast -bf 2 -pix_fmt yuv420p", ["mp4"]),
        // Without threads of its own: on a busy machine many of these encoders in one process overwrite each other's memory, and ffmpeg aborts.
        ("libx265", "-preset ultrafast -x265-params log-level=error:pools=none:frame-threads=1 -tag:v hvc1", ["mp4", "mov"]),
        ("mpeg4", "", ["mp4", "mov"]),
        ("libvpx-vp9", "-deadline realtime -cpu-used 8", ["mp4"]),
        ("libaom-av1", "-usage realtime -cpu-used 8", ["mp4"]),
        ("mjpeg", "-pix_fmt yuvj420p", ["mov"]),
        ("prores_ks", "", ["mov"]),
        ("qtrle", "", ["mov"]),
    ];

    private static readonly string[] Sizes = ["64x48", "48x64", "90x160", "160x90", "66x50", "128x72"];

    private static readonly string[] Lengths = ["-t 1 -r 10", "-t 0.7 -r 25", "-t 2 -r 30", "-t 1.5 -r 30000/1001", "-t 3 -r 5", "-t 0.4 -r 10"];

    private static readonly string[] Sounds = ["", "-map 1:a -c:a aac", "", "-map 1:a -c:a aac -ar 48000"];

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [FfmpegFact]
    public async Task Probe_OfTwoHundredFiles_AgreesWithFfprobe()
    {
        var encoders = await Ffmpeg.Encoders();
        var films = Films(encoders).ToList();
        var pictures = Pictures(encoders).ToList();
        foreach (var outputs in films.Concat(pictures).Chunk(FilesInOneProcess))
            await Ffmpeg.Make(outputs);
        var files = Directory.GetFiles(folder.Root).Where(path => !path.EndsWith(".mpd", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        files.AddRange(Turned(files));

        var differences = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (path, _) =>
        {
            if (await Difference(path) is { } difference)
                differences.Add($"{Path.GetFileName(path)}: {difference}");
        });

        differences.Order(StringComparer.Ordinal).Should().BeEmpty();
        files.Should().HaveCountGreaterThan(encoders.Contains("libx265") && encoders.Contains("libaom-av1") ? 200 : 120);
    }

    private IEnumerable<string> Films(HashSet<string> encoders)
    {
        var kinds =
            from encoder in Encoders
            where encoders.Contains(encoder.Encoder)
            from extension in encoder.Extensions
            from writing in Writings
            select (encoder, extension, writing);
        var number = 0;
        foreach (var (encoder, extension, writing) in kinds)
        {
            var (size, length, sound) = (Sizes[number % Sizes.Length], Lengths[number % Lengths.Length], Sounds[number % Sounds.Length]);
            yield return $"-map 0:v {sound} {length} -vf scale={size.Replace('x', ':')},setsar={Pixels(extension, number)} -c:v {encoder.Encoder} {encoder.Options} {writing} {At($"film-{number++:000}-{encoder.Encoder}.{extension}")}";
        }

        for (var seconds = 1; seconds <= 3; seconds++)
            yield return $"-map 0:v -t {seconds} -c:v mpeg4 -g 10 -f dash -single_file 1 -single_file_name dash-{seconds}.mp4 -seg_duration 0.5 {At($"dash-{seconds}.mpd")}";
    }

    // Only in MP4 does the size in the track's header take the shape of the pixels into account.
    private static string Pixels(string extension, int number) => extension == "mp4" && number % 7 == 3 ? "4/3" : "1";

    private IEnumerable<string> Pictures(HashSet<string> encoders)
    {
        var kinds =
            from kind in new[] { ("mjpeg", "-pix_fmt yuvj420p", "jpg"), ("mjpeg", "-pix_fmt yuvj444p", "jpg"), ("png", "-pix_fmt rgb24", "png"), ("png", "-pix_fmt gray", "png"), ("libwebp", "", "webp"), ("libwebp", "-lossless 1", "webp") }
            where encoders.Contains(kind.Item1)
            from size in new[] { "64:48", "33:71", "1:1" }
            select (kind, size);
        var number = 0;
        foreach (var ((encoder, options, extension), size) in kinds)
            yield return $"-map 0:v -frames:v 1 -vf scale={size},setsar=1 -c:v {encoder} {options} -f {(extension == "webp" ? "webp" : "image2 -update 1")} {At($"picture-{number++:00}.{extension}")}";
    }

    private string At(string name) => Path.Combine(folder.Root, name);

    /// <summary>Copies of a few of the films whose track or movie was turned, as phones do it.</summary>
    private List<string> Turned(IEnumerable<string> files)
    {
        var made = new List<string>();
        var upright = files.Where(path => Path.GetFileName(path).Contains("-mpeg4.", StringComparison.Ordinal)).Take(6);
        foreach (var path in upright)
        {
            foreach (var (name, matrix) in new[] { ("quarter", Movie.QuarterTurn), ("half", Movie.HalfTurn), ("three", Movie.ThreeQuarters) })
            {
                made.Add(Turned(path, name, "tkhd", 40, matrix));
                made.Add(Turned(path, name, "mvhd", 36, matrix));
            }
        }

        return made;
    }

    private string Turned(string path, string name, string box, int place, int[] matrix)
    {
        var bytes = File.ReadAllBytes(path);
        var content = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(box)) + 4;
        foreach (var (index, cell) in matrix.Index())
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(content + place + (index * 4)), cell);
        var turned = At($"turned-{box}-{name}-{Path.GetFileName(path)}");
        File.WriteAllBytes(turned, bytes);
        return turned;
    }

    private static async Task<string?> Difference(string path)
    {
        var theirs = await Ffmpeg.Probe(path);
        await using var file = File.OpenRead(path);
        var finding = new MediaProbe().Probe(file);
        if (finding.Facts is not { } ours)
            return $"refused as {finding.Defect}";
        if ((ours.Width, ours.Height) != theirs.Size)
            return $"size {ours.Width}x{ours.Height}, theirs {theirs.Size}";
        if (ours.DurationMs is { } duration && Math.Abs(duration - theirs.DurationMs) > Math.Max(50, theirs.FrameMs))
            return $"lasts {duration} ms, theirs {theirs.DurationMs}";
        return ours.Type.Kind == AssetKind.Video && theirs.Codec != ours.Codec && ours.Codec != "rle" ? $"codec {ours.Codec}, theirs {theirs.Codec}" : null;
    }
}
