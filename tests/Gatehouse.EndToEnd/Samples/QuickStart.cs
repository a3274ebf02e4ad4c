namespace Gatehouse.EndToEnd.Samples;

/// <summary>The quick start.</summary>
public sealed class QuickStart() : RunningSample("quickstart");
