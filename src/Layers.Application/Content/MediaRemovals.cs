using Layers.Application.Seams;
using Layers.Domain;
using NodaTime;

namespace Layers.Application.Content;

internal static class MediaRemovals
{
    /// <summary>All files of containers that were written before that moment, found while the list is read.</summary>
    public static IAsyncEnumerable<StoredFile> ListOlderThan(this IMediaStore store, Instant before, CancellationToken cancellationToken) =>
        MediaNames.Areas.ToAsyncEnumerable()
            .SelectMany(area => store.List(area, cancellationToken))
            .Where(file => file.WrittenAt < before)
            .Select(file => MediaNames.Find(file.Name))
            .OfType<StoredFile>();

    /// <summary>
    /// Decides about bytes that the store has already. When the decision is refused no row names them, and they are removed. After any other failure it may
    /// have been committed all the same: then they stay, and are swept when no row names them.
    /// </summary>
    public static async Task<T> KeepUnlessRefused<T>(this IMediaStore store, IEnumerable<string> names, Func<Task<T>> decide)
    {
        try
        {
            return await decide();
        }
        catch (DomainException)
        {
            await store.RemoveUnnamed(names);
            throw;
        }
    }

    /// <summary>
    /// Removes bytes that no row names. When the store fails it returns too: the caller's work is done, or has another failure, and the bytes are swept later.
    /// </summary>
    public static async Task RemoveUnnamed(this IMediaStore store, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            try
            {
                await store.Remove(name, CancellationToken.None);
            }
            catch (DomainException failure) when (failure.Kind == ErrorKind.Unavailable)
            {
                return;
            }
        }
    }
}
