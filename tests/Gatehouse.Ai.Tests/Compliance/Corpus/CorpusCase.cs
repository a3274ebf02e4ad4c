using Gatehouse.Ai.Compliance;

namespace Gatehouse.Ai.Tests.Compliance.Corpus;

/// <summary>A request text, the class it truly has, and where the identifiers stand in it.</summary>
internal sealed record CorpusCase(string Text, DataClass Class, IReadOnlyList<(EntityKind Kind, int Start, int Length)> Spans);
