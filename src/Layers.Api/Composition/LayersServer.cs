using Layers.Api.Commands;
using Layers.Application.Seams;

namespace Layers.Api.Composition;

/// <summary>The way in for a program that is this server with extensions added.</summary>
public static class LayersServer
{
    /// <summary>
    /// Runs the command line: <c>serve</c>, <c>migrate</c>, <c>keys</c> and all others, each with the extensions. Returns the exit code.
    /// </summary>
    /// <param name="args">The program's.</param>
    /// <param name="extend">Adds extensions behind the built-in parts, as in <c>layers => layers.Add&lt;AcmeModeration&gt;()</c>.</param>
    public static Task<int> Run(string[] args, Action<LayersBuilder>? extend = null) => CommandLine.Run(args, new Parts(extend));
}
