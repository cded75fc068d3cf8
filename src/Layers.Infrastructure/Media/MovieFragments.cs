using System.Buffers.Binary;
using NodaTime;

namespace Layers.Infrastructure.Media;

/// <summary>
/// Adds up a film that was written in fragments (<c>moof</c>), whose header does not know its length. A fragment that says at what
/// time it begins (<c>tfdt</c>) ends the one before it, so that only the last has to be added up sample by sample.
/// </summary>
internal sealed class MovieFragments(BoxReader boxes)
{
    private readonly Dictionary<uint, Course> courses = [];
    private bool isWhole = true;

    public bool Any { get; private set; }

    /// <summary>How long a sample of that track lasts where its fragment does not say so, from the content of <c>trex</c>.</summary>
    public void TakeDefaults(Box defaults)
    {
        Span<byte> content = stackalloc byte[16];
        if (boxes.TryRead(defaults, 0, content) && CourseOf(BinaryPrimitives.ReadUInt32BigEndian(content[4..])) is { } course)
            course.SampleDuration = BinaryPrimitives.ReadUInt32BigEndian(content[12..]);
    }

    /// <summary>What the header already holds of the track, in front of all fragments.</summary>
    public void TakeTrack(MovieTrack track)
    {
        if (CourseOf(track.Id) is not { } course)
            return;
        course.Scale = track.Media.Scale;
        course.Cursor = track.Samples == 0 ? 0 : Math.Max(track.Media.Units, track.SumOfSampleTimes(boxes));
        course.BeginsInHeader = track.Samples > 0;
    }

    public void Take(Box fragment)
    {
        Any = true;
        var walk = boxes.Walk(fragment);
        while (walk.Next())
        {
            if (walk.Current.Is("traf"u8))
                TakeRun(walk.Current);
        }

        isWhole &= !walk.IsBroken;
    }

    /// <summary>From the first sample of any track to the end of the last of any; null when a fragment could not be read.</summary>
    public long? Milliseconds()
    {
        var known = courses.Values.Where(course => course is { Scale: > 0, Runs: > 0 }).ToList();
        if (!isWhole || known.Count == 0 || !known.TrueForAll(course => course.TryEnd(boxes)))
            return null;
        var begin = known.Min(course => course.BeginsInHeader ? 0 : (double)course.Begin / course.Scale);
        var end = known.Max(course => (double)course.Cursor / course.Scale);
        return new MovieTime(NodaConstants.MillisecondsPerSecond, (ulong)Math.Max(0, Math.Round((end - begin) * NodaConstants.MillisecondsPerSecond))).Milliseconds;
    }

    private void TakeRun(Box run)
    {
        Span<byte> content = stackalloc byte[12];
        Course? course = null;
        ulong? time = null;
        var walk = boxes.Walk(run);
        while (walk.Next())
        {
            if (walk.Current.Is("tfhd"u8) && boxes.TryRead(walk.Current, 0, content[..8]))
                course = CourseOf(BinaryPrimitives.ReadUInt32BigEndian(content[4..]));
            else if (walk.Current.Is("tfdt"u8) && boxes.TryRead(walk.Current, 0, content[..8]))
                time = content[0] == 0 ? BinaryPrimitives.ReadUInt32BigEndian(content[4..])
                    : boxes.TryRead(walk.Current, 0, content) ? BinaryPrimitives.ReadUInt64BigEndian(content[4..])
                    : null;
        }

        isWhole &= !walk.IsBroken && (course is null || course.TryAdd(boxes, run, time));
    }

    // No honest film has so many tracks; what more there are is passed over.
    private Course? CourseOf(uint track)
    {
        if (!courses.TryGetValue(track, out var course) && courses.Count < MovieHeader.MostTracks)
            courses.Add(track, course = new Course());
        return course;
    }

    /// <summary>How far one track has come, in units of its scale.</summary>
    private sealed class Course
    {
        private Box? last;

        public uint SampleDuration { get; set; }

        public uint Scale { get; set; }

        public bool BeginsInHeader { get; set; }

        public ulong Begin { get; private set; }

        public ulong Cursor { get; set; }

        public int Runs { get; private set; }

        public bool TryAdd(BoxReader boxes, Box run, ulong? time)
        {
            if (time is { } known)
                (Cursor, last) = (known, null);
            else if (!TryEnd(boxes))
                return false;
            if (Runs++ == 0)
                Begin = Cursor;
            last = run;
            return true;
        }

        /// <summary>Moves on behind the last run; false when its samples do not say how long they last.</summary>
        public bool TryEnd(BoxReader boxes)
        {
            if (last is not { } run)
                return true;
            last = null;
            if (FragmentRun.Duration(boxes, run, SampleDuration) is not { } duration)
                return false;
            Cursor += duration;
            return true;
        }
    }
}
