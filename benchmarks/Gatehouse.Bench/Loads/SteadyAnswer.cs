namespace Gatehouse.Bench.Loads;

/// <summary>What became of one request of a steady load.</summary>
/// <param name="IsHigh">Whether it had high priority.</param>
/// <param name="Asked">When it was sent, from the start of the run.</param>
/// <param name="Took">Time to the whole answer.</param>
/// <param name="IsServed">Whether the origin answered it.</param>
internal readonly record struct SteadyAnswer(bool IsHigh, TimeSpan Asked, TimeSpan Took, bool IsServed);
