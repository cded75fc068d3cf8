namespace Layers.Application.Seams;

/// <summary>
/// A set of parts that is added to the server as a whole: a team's own, or one of those that are built in. It has a constructor without parameters.
/// </summary>
public interface ILayersExtension
{
    /// <summary>Declares the parts. It is called once in a program, before anything is built, whatever its command.</summary>
    void Configure(LayersBuilder layers);
}
