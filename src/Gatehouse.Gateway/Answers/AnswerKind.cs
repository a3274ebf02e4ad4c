namespace Gatehouse.Gateway.Answers;

/// <summary>Representations of an answer.</summary>
public enum AnswerKind
{
    Json,
    Html,
    Plain,
    Xml,

    /// <summary>Trailers-only gRPC answer.</summary>
    Grpc,
}
