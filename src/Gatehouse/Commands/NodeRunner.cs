using Gatehouse.Settings;

namespace Gatehouse.Commands;

/// <summary>
/// Runs a node until it has shut down, and gives the exit code. Handed in by the composition root. An error that keeps the node
/// from starting is written to <paramref name="error"/> and answered with 1.
/// </summary>
public delegate Task<int> NodeRunner(NodeSettings settings, TextWriter error, CancellationToken cancellationToken);
