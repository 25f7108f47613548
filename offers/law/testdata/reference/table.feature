Feature: A table alone
  | a |
