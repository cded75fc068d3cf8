namespace Layers.Application.Seams;

/// <summary>
/// A set of parts that is added to the server as a whole: a team's own, or one of those that are built in. It has a constructor without parameters.
/// </summary>
public interface ILayersExtension
{
    /// <summary>Declares the parts. It is called once, before anything is built, by every command of the program.</summary>
    void Configure(LayersBuilder layers);
}
