// Foundations
