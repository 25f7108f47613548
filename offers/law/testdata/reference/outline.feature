Feature: Outlines
  Scenario Outline: a
